import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

const isDevelopment = process.env.NODE_ENV === 'development'

// Pages for development, such as /dev/components, are not in the product.
const hasDevelopmentPages = isDevelopment || process.env.GATEHOUSE_DEVELOPMENT_PAGES === '1'

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  pageExtensions: [...(hasDevelopmentPages ? ['dev.tsx'] : []), 'tsx', 'ts'],
  outputFileTracingRoot: here,
  // Loaded at run time (lib/server/cedar.ts), so the build does not find it.
  outputFileTracingIncludes: {
    '/**': ['node_modules/@cedar-policy/cedar-wasm/{package.json,nodejs/*}'],
  },
  turbopack: {
    root: here,
    // The first JavaScript of a page does without them.
    resolveAlias: {
      zod: { browser: './lib/client/zod.ts' },
      'ipaddr.js': { browser: './lib/client/ipaddr.ts' },
      '#json-grammar': { browser: './lib/client/json-grammar.ts' },
    },
    // The browser's Next.js as ES modules: 14 KiB less gzip on every page.
    rules: {
      '**/next/dist/{client,shared,lib}/**/*.js': {
        condition: { all: ['browser', 'production'] },
        loaders: ['./scripts/loaders/next-es-modules.mjs'],
        as: '*.js',
      },
    },
  },
  // What people type or are left with after they cut an address short.
  redirects: () => [
    {
      source: '/organizations/:orgId',
      destination: '/organizations/:orgId/federation',
      permanent: false,
    },
    { source: '/:list(organizations|projects)', destination: '/', permanent: false },
  ],
  // Written into the server's and the browser's code alike.
  env: { GATEHOUSE_BUILD: process.env.GATEHOUSE_BUILD ?? 'development' },
  poweredByHeader: false,
  // It would be in every picture.
  devIndicators: false,
  reactStrictMode: true,
  experimental: {
    // Without a network the router waits rather than letting the browser's error page replace the console.
    useOffline: true,
    // Stack traces in the log keep the names of functions. Without source maps, which the server does not read, the build
    // takes half the processor time.
    turbopackMinify: { server: false },
    turbopackSourceMaps: isDevelopment,
    turbopackInputSourceMaps: isDevelopment,
    // To write the cache takes a tenth of a build, and a checkout that is built only once never reads it.
    turbopackFileSystemCacheForBuild: existsSync(join(here, '.next', 'BUILD_ID')),
    // Fewer, larger chunks compress better.
    turbopackChunking: { minChunkSize: 100_000 },
  },
  // `npm run check` holds the types, before the build.
  typescript: { ignoreBuildErrors: true },
}
