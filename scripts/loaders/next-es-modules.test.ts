import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import config from '../../next.config.js'
import nextAsEsModule from './next-es-modules.mjs'

const asEsModule = (path: string) => nextAsEsModule.call({ resourcePath: resolve(path) })

test('every file of Next.js that the browser gets has an ES module', () => {
  const [pattern = ''] = Object.keys(config.turbopack?.rules ?? {})
  const files = globSync(pattern.replace('**', 'node_modules'))
  expect(files).toContain('node_modules/next/dist/client/link.js')
  for (const path of files) asEsModule(path)
  expect(asEsModule('node_modules/next/dist/client/link.js')).toMatch(/^export default /m)
})

test('a file without an ES module fails the build', () => {
  expect(() => asEsModule('node_modules/next/dist/client/moved.js')).toThrow('no ES module')
  expect(() => asEsModule('node_modules/next/other/link.js')).toThrow('no ES module')
})
