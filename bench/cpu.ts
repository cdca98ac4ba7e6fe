import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Linux reports hundredths of a second, independent of the kernel's tick (proc(5), USER_HZ). */
const TICK_MS = 10

/**
 * CPU time of a process so far, in ms; NaN without /proc. Unlike wall-clock time, it hardly depends on the machine's
 * other load.
 */
export function cpuOf(pid: number | undefined): number {
  try {
    const stat = readFileSync(join('/proc', String(pid), 'stat'), 'utf8')
    // The second field is the name in brackets, which can contain spaces. utime and stime are the 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return Number.NaN
  }
}

/** The process id of the console of a data folder. */
export const consolePid = (data: string): number =>
  Number(readFileSync(join(data, 'console.pid'), 'utf8'))
