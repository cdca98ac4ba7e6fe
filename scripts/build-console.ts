/** The production build of the console, made once per version of the sources, and its served copies. */
import { createHash } from 'node:crypto'
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { OnStop } from './command'
import { lock } from './lock.mjs'
import { ordinaryEnvironment, runTool } from './tool'

const output = '.next'
const stamp = join(output, 'gatehouse-build')
/** The sources of a build, in addition to the configuration and entry files at the top level. */
const sources = ['app', 'components', 'lib', 'public', 'scripts/loaders']
const topLevel = /^(package-lock\.json|tsconfig\.json|[\w.-]+\.(js|mjs|ts|tsx))$/
const notInBuild = /\.test\.tsx?$|^next-env\.d\.ts$|^(vitest|playwright)\.config\.ts$/

/** Needed at run time: migrations, to check whether the database is up to date. */
const belongs = new Set(['.next', 'lib', 'node_modules', 'package.json', 'public', 'server.js'])

type Build = { id: string; isNew: boolean }

/** What a build contains: the product, or also the pages for development, such as /dev/components. */
type Contents = 'product' | 'development pages'

/** Builds when the sources have changed. @throws Error with Next's output */
export const buildConsole = (say: (line: string) => void, onStop: OnStop): Promise<Build> =>
  locked(say, () => build('product', say, onStop))

/**
 * Builds when needed and copies the build into the data folder, so that later builds and other launchers do not change
 * what is served. Returns the path of the copy's server module.
 */
export const servedCopy = (
  data: string,
  say: (line: string) => void,
  onStop: OnStop,
  contents: Contents = 'product',
): Promise<string> =>
  locked(say, async () => {
    const { id } = await build(contents, say, onStop)
    return copy(id, join(data, 'served'))
  })

/** Only one command per checkout builds or copies a build at a time. */
export async function locked<T>(say: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const release = await lock('.gatehouse/build.lock', (pid) =>
    say(`Waiting for process ${pid}, which is building the console.`),
  )
  try {
    return await work()
  } finally {
    release()
  }
}

async function build(
  contents: Contents,
  say: (line: string) => void,
  onStop: OnStop,
): Promise<Build> {
  const id = fingerprint(contents)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === id) return { id, isNew: false }
  say('Building the console. The first build takes about a minute.')
  const since = Date.now()
  rmSync(stamp, { force: true })
  const { code, output: words } = await runTool(
    {
      file: 'node_modules/next/dist/bin/next',
      args: ['build'],
      env: ordinaryEnvironment({
        NODE_ENV: 'production',
        GATEHOUSE_BUILD: id,
        ...(contents === 'development pages' ? { GATEHOUSE_DEVELOPMENT_PAGES: '1' } : {}),
      }),
      show: false,
    },
    onStop,
  )
  if (code !== 0) throw new Error(`Building the console failed:\n${words}`)
  refuseStrays(words)
  writeFileSync(stamp, id)
  say(`Built in ${((Date.now() - since) / 1000).toFixed(0)} s.`)
  return { id, isNew: true }
}

/**
 * A file name computed at run time makes Next include the whole checkout in the build, with the data folder and secrets.
 * Its warning names the file: add a turbopackIgnore comment there.
 */
function refuseStrays(words: string) {
  const strays = readdirSync(join(output, 'standalone')).filter((name) => !belongs.has(name))
  if (strays.length === 0) return
  throw new Error(
    `The build includes ${strays.join(', ')}, which the console does not need:\n${words}`,
  )
}

function copy(id: string, served: string): string {
  const folder = join(served, id)
  const server = join(folder, 'server.js')
  mkdirSync(served, { recursive: true })
  for (const old of readdirSync(served)) {
    if (old !== id) rmSync(join(served, old), { recursive: true, force: true })
  }
  if (existsSync(server)) return server
  const draft = `${folder}.draft`
  // Through a hard link, the next build would write into the served files.
  const how = { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE }
  cpSync(join(output, 'standalone'), draft, how)
  cpSync(join(output, 'static'), join(draft, '.next', 'static'), how)
  if (existsSync('public')) cpSync('public', join(draft, 'public'), how)
  renameSync(draft, folder)
  return server
}

/** A digest of what is built, and of the names and contents of all sources. */
function fingerprint(contents: Contents): string {
  const hash = createHash('sha256').update(contents)
  const add = (path: string) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name))
    } else if (!notInBuild.test(path)) {
      hash.update(`${path}\0`).update(readFileSync(path)).update('\0')
    }
  }
  for (const source of sources) if (existsSync(source)) add(source)
  for (const name of readdirSync('.').sort()) if (topLevel.test(name)) add(name)
  return hash.digest('hex').slice(0, 16)
}
