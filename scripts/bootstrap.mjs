// Every command of package.json starts here, on the system's Node and before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { lock } from './lock.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [command, ...rest] = process.argv.slice(2)

function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  refuse(`Gatehouse needs Node 20 or newer to start. This is ${process.version}.`)
}
if (!command || !existsSync(join(root, 'scripts', `${command}.ts`))) {
  refuse(`There is no command "${command ?? ''}". See "scripts" in package.json.`)
}

const modules = join(root, 'node_modules')
const stamp = join(modules, '.gatehouse-lock')
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === wanted

if (!installed()) {
  const release = await lock(join(root, '.gatehouse', 'install.lock'), (pid) =>
    console.log(`Waiting for process ${pid}, which is installing the packages.`),
  )
  try {
    if (!installed()) install()
  } finally {
    release()
  }
}

function install() {
  console.log('Installing packages. The first time takes about a minute.')
  const since = Date.now()
  const done = existsSync(modules) ? npmInstall(root) : firstInstall() || npmInstall(root)
  if (!done) refuse('npm install failed. See the output above. Nothing was started.')
  writeFileSync(stamp, `${wanted}\n`)
  console.log(`Installed in ${((Date.now() - since) / 1000).toFixed(0)} s.`)
}

/**
 * Installs in a folder of its own, by a lock file with the address of every package. The one in the repository has none,
 * because registries differ, and npm would ask the registry for each: that takes as long as the rest.
 */
function firstInstall() {
  const asked = spawnSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' })
  const registry = asked.stdout.trim().replace(/\/?$/, '/')
  const lockFile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const [path, entry] of Object.entries(lockFile.packages)) {
    const name = entry.name ?? path.split('node_modules/').at(-1)
    if (path === '' || !entry.version) continue
    const file = `${name.split('/').at(-1)}-${entry.version}.tgz`
    entry.resolved = `${registry}${name}/-/${file}`
  }
  const folder = join(root, '.gatehouse', 'install')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of ['package.json', '.npmrc'])
    if (existsSync(join(root, name))) copyFileSync(join(root, name), join(folder, name))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lockFile))
  if (!npmInstall(folder)) return false
  renameSync(join(folder, 'node_modules'), modules)
  rmSync(folder, { recursive: true })
  return true
}

/** Not `npm ci`, which refuses a lock file made with a mirror that serves only one system's packages. */
function npmInstall(cwd) {
  const { status } = spawnSync(
    'npm',
    [
      // NODE_ENV=production would omit the build tools and Node 24.
      ...['install', '--no-save', '--include=dev', '--include=optional'],
      // Warnings about this Node version would be misleading, because the packages run on Node 24.
      ...['--no-audit', '--no-fund', '--loglevel=error'],
    ],
    { cwd, stdio: 'inherit' },
  )
  return status === 0
}

const node = join(modules, 'node', 'bin', 'node')
const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
if (!(Number(version.slice(1).split('.')[0]) >= 24)) {
  refuse(
    `Gatehouse runs on Node 24, which comes as the npm package "node", but node_modules/node reports ${version || 'no version'}. ` +
      'It was installed without install scripts (--ignore-scripts): remove node_modules and run npm install with them.',
  )
}

const child = spawn(
  node,
  [
    '--import',
    pathToFileURL(join(modules, 'tsx', 'dist', 'loader.mjs')).href,
    join(root, 'scripts', `${command}.ts`),
    ...rest,
  ],
  { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
)
// An empty channel. When it closes, the command knows that this process was killed.
child.on('error', (error) => refuse(`The command could not be started: ${error.message}`))
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal))
}
if (process.env.npm_lifecycle_event) {
  // If npm is killed with -9, it passes no signal on and its shell stays, so watch for its end.
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`
  const before = ancestors()
  setInterval(() => ancestors() !== before && child.kill('SIGTERM'), 500).unref()
}

function parentOf(pid) {
  try {
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  } catch {
    return undefined
  }
}
