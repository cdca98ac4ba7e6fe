import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Collection } from './declaration'
import type { SandboxFile } from './define'
import type { Setting } from './setting'

/** Everything that the files of a folder export. */
const exportsOf = async (folder: string): Promise<unknown[]> => {
  const at = join(import.meta.dirname, folder)
  const names = readdirSync(at).filter((n) => n.endsWith('.ts') && !n.endsWith('.test.ts'))
  const files = await Promise.all(names.map((n) => import(pathToFileURL(join(at, n)).href)))
  return files.flatMap((exported: Record<string, unknown>) => Object.values(exported))
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isCollection = (value: unknown): value is Collection =>
  isObject(value) && 'declaration' in value && 'handlers' in value
const isSetting = (value: unknown): value is Setting => isObject(value) && 'setting' in value
const isFile = (value: unknown): value is SandboxFile =>
  isObject(value) && Object.values(value).every((handler) => typeof handler === 'function')

const found = [...(await exportsOf('collections')), ...(await exportsOf('handlers'))]

/** Every plain resource, by its name. */
export const collections: ReadonlyMap<string, Collection> = new Map(
  found.filter(isCollection).map((c) => [c.declaration.name, c]),
)

/** Every document that each project has, by its name. */
export const settings: ReadonlyMap<string, Setting> = new Map(
  found.filter(isSetting).map((s) => [s.setting, s]),
)

/** Every Atlas operation that the sandbox answers, by operation id. Own handlers replace those of a collection. */
export const handlers: SandboxFile = Object.assign(
  {},
  ...[...collections.values(), ...settings.values()].map((c) => c.handlers),
  ...found.filter(isFile),
)
