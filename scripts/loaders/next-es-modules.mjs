import { existsSync, readFileSync } from 'node:fs'

/**
 * Replaces a file of Next.js with the same file as an ES module. The browser gets Next.js as CommonJS by default, from which
 * the bundler can't remove unused code. Throws for a file without one, as after an upgrade that moved them.
 */
export default function nextAsEsModule() {
  const asEsModule = this.resourcePath.replace('/next/dist/', '/next/dist/esm/')
  if (asEsModule === this.resourcePath || !existsSync(asEsModule))
    throw new Error(`${this.resourcePath} has no ES module. See next.config.js.`)
  return readFileSync(asEsModule, 'utf8')
}
