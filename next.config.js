/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  htmlLimitedBots: /.*/, // titles and icons in <head> for all clients, because public pages have no script that could add them later
  compress: false, // server/http/server.ts compresses, also with brotli
  reactStrictMode: true,
  headers: async () => [
    {
      source: '/fonts/:name*',
      headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }], // their names contain a digest
    },
  ],
  experimental: { preloadEntriesOnStart: false }, // pages that nobody opens would occupy memory
  typescript: { ignoreBuildErrors: true }, // `npm run check` checks all types once
  serverExternalPackages: [
    'pg',
    'pino',
    'prom-client',
    '@prisma/client',
    '@prisma/adapter-pg',
    'pg-copy-streams',
    'zod',
    'markdown-it',
    'yaml',
  ],
};
