import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Whether this process can install Debian packages. */
export const mayInstall = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/** Installs Debian packages, with apt-get's output in the terminal. Returns whether it worked. */
export const install = (...packages: string[]): boolean =>
  apt('update') && apt('install', '--no-install-recommends', ...packages)

function apt(...args: string[]): boolean {
  // On a machine that just booted, another apt process may hold the lock for a while.
  const { status } = spawnSync('apt-get', ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
