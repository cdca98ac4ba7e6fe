import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  outputFileTracingRoot: here,
  // Nothing of these belongs into a served copy, whatever a path in the code may look like to the tracer.
  outputFileTracingExcludes: {
    '*': [
      'data/**',
      '.gatehouse/**',
      'e2e/**',
      'sandbox/**',
      'scripts/**',
      'docs/**',
      'bench/**',
      'test-results/**',
    ],
  },
  turbopack: { root: here },
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` holds the types, before the build.
  typescript: { ignoreBuildErrors: true },
}
