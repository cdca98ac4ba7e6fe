/** The browser of the end-to-end tests: the system's Chromium, installed from Debian when there is none. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/**
 * The path of a Chromium, from CHROMIUM_PATH or PATH; installed with apt-get when none is found and this process
 * is root on Debian. Throws a sentence when there is none and it may not install one.
 */
export function chromium(say: (line: string) => void): string {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (isProgram(given)) return given
    throw new Error(`CHROMIUM_PATH is "${given}", which is not a program.`)
  }
  const found = find()
  if (found) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      'The end-to-end tests need Chromium or Chrome and none was found: install it, or set CHROMIUM_PATH to one.',
    )
  }
  say('No Chromium was found: installing the package "chromium" with apt-get.')
  apt('update')
  apt('install', '--no-install-recommends', 'chromium')
  const installed = find()
  if (installed) return installed
  throw new Error('apt-get installed the package "chromium", but no chromium program is in PATH.')
}

function apt(...args: string[]) {
  // Another apt may hold the lock for a while on a machine that has just started.
  const { status } = spawnSync('apt-get', ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed: see above.`)
}

const find = (): string | undefined =>
  [
    ...(process.env.PATH ?? '')
      .split(delimiter)
      .flatMap((folder) => names.map((name) => join(folder, name))),
    ...elsewhere,
  ].find(isProgram)

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
