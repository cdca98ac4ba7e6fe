import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  outputFileTracingRoot: here,
  turbopack: {
    root: here,
    // The first JavaScript of a page does without zod.
    resolveAlias: { zod: { browser: './lib/client/zod.ts' } },
  },
  // Written into the server's and the browser's code alike.
  env: { GATEHOUSE_BUILD: process.env.GATEHOUSE_BUILD ?? 'development' },
  poweredByHeader: false,
  reactStrictMode: true,
  // Without a network the router waits rather than letting the browser's error page replace the console.
  experimental: { useOffline: true },
  // `npm run check` holds the types, before the build.
  typescript: { ignoreBuildErrors: true },
}
