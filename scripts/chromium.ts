/** The browser of the end-to-end tests: Chromium's headless shell, installed from Debian if it is missing. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { install, mayInstall } from './apt'

// Without a window and a GPU process, pages load 20% faster.
const SHELL = 'chromium-headless-shell'
const names = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const folders = (process.env.PATH ?? '').split(delimiter)
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/**
 * The path of a Chromium, from CHROMIUM_PATH or PATH. As root on Debian, installs the headless shell with apt-get if it
 * is missing. Elsewhere, any Chromium or Chrome works.
 * @throws Error if there is none
 */
export function chromium(say: (line: string) => void): string {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (isProgram(given)) return given
    throw new Error(`CHROMIUM_PATH is "${given}", which is not a program.`)
  }
  const found = find()
  if (found?.endsWith(SHELL) || (found && !mayInstall())) return found
  if (!mayInstall()) {
    throw new Error(
      'The end-to-end tests need Chromium or Chrome, and none was found. Install it, or set CHROMIUM_PATH.',
    )
  }
  say(`Installing the package "${SHELL}" with apt-get.`)
  const isInstalled = install(SHELL, 'fonts-liberation')
  const shell = find()
  if (shell) return shell
  throw new Error(
    isInstalled
      ? `apt-get installed the package "${SHELL}", but no such program is in PATH.`
      : `apt-get could not install "${SHELL}". See the output above. Install Chromium, or set CHROMIUM_PATH.`,
  )
}

const find = (): string | undefined =>
  [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere].find(
    isProgram,
  )

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
