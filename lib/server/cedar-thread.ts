import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { OpError } from '@/lib/ops/failure'

type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs')
type Work = 'checkParsePolicySet' | 'isAuthorized' | 'policyToJson'

/**
 * Calls a function of Cedar. `crashed`: the policy is nested too deeply for it. `slow`: the time is over, for the rest of
 * this turn too.
 */
export type AskCedar = <W extends Work>(
  work: W,
  input: Parameters<Cedar[W]>[0],
) => Promise<ReturnType<Cedar[W]> | 'crashed' | 'slow'>

/** How long Cedar works in one turn, in ms. */
const TURN_MS = 2_000
const MOST_WAITING = 20

// Cedar runs here and not in browsers: it is 1.4 MB of compressed WebAssembly, which the Content-Security-Policy of every
// page would have to allow. It is found at run time, so that no bundle contains it.
const load = createRequire(join(process.cwd(), 'package.json'))

// A text and not a file, because the build has no place for one. Deep nesting exhausts WebAssembly's stack, and only a
// new instance works after that.
const source = `
const { parentPort, workerData } = require('node:worker_threads')
const cedar = require(workerData)
parentPort.on('message', ([work, input]) => {
  try {
    parentPort.postMessage(cedar[work](input))
  } catch {
    process.exit()
  }
})
parentPort.postMessage('ready')
`

let thread: Worker | undefined
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** The thread that runs Cedar. It gets no environment, so no secrets. @throws Error when Cedar can't be loaded */
async function opened(): Promise<Worker> {
  if (thread) return thread
  const worker = new Worker(/* turbopackIgnore: true */ source, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: load.resolve('@cedar-policy/cedar-wasm/nodejs'),
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  worker.unref()
  await once(worker, 'message')
  // Running out of memory ends the thread too.
  worker.on('error', () => {})
  worker.once('exit', () => forget(worker))
  thread = worker
  return worker
}

const forget = (worker: Worker) => {
  if (thread === worker) thread = undefined
}

/** Gives Cedar's thread to one piece of work after the other. @throws OpError when too many wait */
export async function withCedar<T>(work: (ask: AskCedar) => Promise<T>): Promise<T> {
  if (waiting >= MOST_WAITING)
    throw OpError.of('slow-down', 'Too many policies are being checked. Try again in a moment.')
  waiting += 1
  const mine = last.then(() => work(turn()))
  last = mine.catch(() => {})
  return mine.finally(() => {
    waiting -= 1
  })
}

function turn(): AskCedar {
  let end: number | undefined
  return async (work, input) => {
    const worker = await opened()
    // Loading Cedar does not count.
    end ??= performance.now() + TURN_MS
    const left = end - performance.now()
    return left > 0 ? answer(worker, [work, input], left) : 'slow'
  }
}

const answer = <A>(worker: Worker, message: unknown, ms: number) =>
  new Promise<A | 'crashed' | 'slow'>((resolve) => {
    const settle = (result: A | 'crashed' | 'slow') => {
      clearTimeout(timer)
      worker.off('message', settle).off('exit', crashed)
      resolve(result)
    }
    const crashed = () => settle('crashed')
    const timer = setTimeout(() => {
      forget(worker)
      void worker.terminate()
      settle('slow')
    }, ms)
    worker.once('message', settle).once('exit', crashed)
    worker.postMessage(message)
  })
