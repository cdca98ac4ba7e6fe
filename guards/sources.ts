import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** The root of the repository. All paths here are relative to it. */
export const root = join(import.meta.dirname, '..')

/** Generated or installed files. */
const notSources = new Set(['node_modules', 'data', 'test-results', 'playwright-report'])

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory())
      return notSources.has(path) || entry.name.startsWith('.') ? [] : filesIn(path)
    return entry.isFile() ? [path] : []
  })
}

/** A source file, with its text. */
export type Source = { path: string; text: string }

const isCode = /(?<!\.d)\.(ts|tsx|mts|mjs|js)$/
const isWritten = (path: string) =>
  /\.(ts|tsx|mts|mjs|js|css|sql|json|md|yml|yaml)$/.test(path) &&
  !/^(package-lock\.json|next-env\.d\.ts|lib\/atlas\/facts\.json)$/.test(path)

/** Every source file, by path. */
export const sources: readonly Source[] = filesIn('')
  .filter(isWritten)
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** Those that are code. */
export const code: readonly Source[] = sources.filter(({ path }) => isCode.test(path))

/** Tests, and files that only tests use. */
export const isTest = (path: string): boolean =>
  /\.test\.tsx?$|(^|\/)testing(\/|\.ts$)|^(e2e|guards|bench)\/|^scripts\/test\.ts$/.test(path)

export type Import = {
  from: string
  /** Path in the repository, or the name of a package (`node:fs`, `zod`). */
  to: string
  isPackage: boolean
  /** A type import. */
  isType: boolean
}

const statement =
  /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

const known = new Set(filesIn(''))
const endings = ['', '.ts', '.tsx', '.mts', '.mjs', '.js', '.d.ts', '/index.ts', '/index.tsx']

function resolved(from: string, name: string): Pick<Import, 'to' | 'isPackage'> {
  const path = name.startsWith('@/')
    ? name.slice(2)
    : name.startsWith('.')
      ? normalize(join(dirname(from), name))
      : undefined
  if (path === undefined) return { to: name, isPackage: true }
  const found = endings.map((ending) => path + ending).find((file) => known.has(file))
  // The compiler reports missing files.
  return { to: found ?? path, isPackage: false }
}

/** The imports of a file, dynamic ones included. */
export const importsOf = ({ path, text }: Source): Import[] =>
  [...text.matchAll(statement)].map(([, type, named, loaded]) => ({
    from: path,
    ...resolved(path, named ?? loaded ?? ''),
    isType: type !== undefined,
  }))

/** Every import of the project. */
export const imports: readonly Import[] = code.flatMap(importsOf)

/** Places in a text that match, as `path:line text`. */
export const placesOf = (source: Source, pattern: RegExp): string[] =>
  source.text
    .split('\n')
    .flatMap((line, i) =>
      new RegExp(pattern.source, pattern.flags.replace('g', '')).test(line)
        ? [`${source.path}:${i + 1} ${line.trim().slice(0, 120)}`]
        : [],
    )
