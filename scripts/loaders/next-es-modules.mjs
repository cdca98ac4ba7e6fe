import { existsSync, readFileSync } from 'node:fs'

/**
 * Replaces a file of Next.js with the same file as an ES module. The browser gets Next.js as CommonJS by default, from which
 * the bundler can't remove unused code.
 */
export default function nextAsEsModule(source) {
  const asEsModule = this.resourcePath.replace('/next/dist/', '/next/dist/esm/')
  return existsSync(asEsModule) ? readFileSync(asEsModule, 'utf8') : source
}
