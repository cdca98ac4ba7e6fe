import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Linux counts in hundredths of a second, whatever the kernel's own tick (proc(5), USER_HZ). */
const TICK_MS = 10

/**
 * Milliseconds of processor time that a process has used so far; NaN where /proc is not there. Unlike the time on a
 * clock it hardly depends on what else the machine does.
 */
export function cpuOf(pid: number | undefined): number {
  try {
    const stat = readFileSync(join('/proc', String(pid), 'stat'), 'utf8')
    // The second field is the name in brackets, which may hold spaces: utime and stime are the 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return Number.NaN
  }
}

/** The process id of the console of a data folder. */
export const consolePid = (data: string): number =>
  Number(readFileSync(join(data, 'console.pid'), 'utf8'))
