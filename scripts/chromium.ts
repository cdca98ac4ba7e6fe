/** The browser of the end-to-end tests: Chromium's headless shell, installed from Debian if it is missing. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { install, mayInstall } from './apt'

// Without a window and a GPU process, pages take a fifth less time.
const SHELL = 'chromium-headless-shell'
const names = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const folders = (process.env.PATH ?? '').split(delimiter)
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/**
 * The path of a Chromium, from CHROMIUM_PATH or PATH. Where this process is root on Debian the headless shell is installed
 * with apt-get unless it is there; elsewhere any Chromium or Chrome will do. Throws a sentence when there is none.
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
      'The end-to-end tests need Chromium or Chrome and none was found: install it, or set CHROMIUM_PATH to one.',
    )
  }
  say(`Installing the package "${SHELL}" with apt-get.`)
  const isInstalled = install(SHELL, 'fonts-liberation')
  const shell = find()
  if (shell) return shell
  throw new Error(
    isInstalled
      ? `apt-get installed the package "${SHELL}", but no such program is in PATH.`
      : `apt-get could not install "${SHELL}": see above. Install Chromium, or set CHROMIUM_PATH to one.`,
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
