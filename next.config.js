/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  htmlLimitedBots: /.*/, // titles and icons in <head> for everyone: pages carry no script that could put them there later
  compress: false, // server/http/server.ts does it, with brotli
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true }, // `npm run check` does it once for everything
  serverExternalPackages: ['pg', 'pino', 'prom-client', '@prisma/client', '@prisma/adapter-pg', 'pg-copy-streams'],
};
