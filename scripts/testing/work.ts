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

/** How many times more CPU work needs at scale 8 than at scale 1: about 8 if it is linear, 64 if it is quadratic. */
export function growthOf(work: (scale: number) => void): number {
  const least = (scale: number) =>
    Math.min(...Array.from({ length: 3 }, () => cpuMs(() => work(scale))))
  least(8)
  return least(8) / least(1)
}

/** The bytes of the heap that are in use, without garbage. */
export function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
