/** Measures work by the CPU it uses, which a loaded machine changes far less than the time it takes. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The CPU time of this thread for some work, in ms. */
export function cpuMs(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** The CPU time of one piece of work of size 8, in pieces of size 1: about 1 if it is linear, 8 if it is quadratic. */
export function growthOf(work: (size: number) => void): number {
  const eightTimes = () => {
    for (let i = 0; i < 8; i += 1) work(1)
  }
  const least = (of: () => void) => Math.min(...Array.from({ length: 3 }, () => cpuMs(of)))
  // Compiles the code before it is measured.
  eightTimes()
  return least(() => work(8)) / Math.max(1, least(eightTimes))
}

/** The bytes of the heap that are in use, without garbage. */
export function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
