/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  compress: false, // server/http/server.ts does it, with brotli
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true }, // `npm run check` does it once for everything
  serverExternalPackages: ['pg', 'pino', 'prom-client', '@prisma/client', '@prisma/adapter-pg', 'pg-copy-streams'],
};
