import { chmodSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
const bytesNeeded = 1024 ** 3

/**
 * Creates an empty folder for a PostgreSQL of this run, in memory where Linux has room for it: creating the files of a
 * database on a disk takes longer than most test files.
 */
export function fastFolder(prefix: string): string {
  const folder = mkdtempSync(join(hasRoom() ? memory : tmpdir(), prefix))
  // mkdtemp creates it as 0700, which PostgreSQL's user could not enter. The passwords in it are 0600.
  chmodSync(folder, 0o755)
  return folder
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize > bytesNeeded
  } catch {
    return false
  }
}
