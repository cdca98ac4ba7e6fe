/** Runs the parts of a stack as child processes: starts, restarts and ends them. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Agent, request } from 'undici'

export type Part = {
  name: string
  /** The module to run, TypeScript or JavaScript, from the project's folder. */
  file: string
  args?: string[]
  env: Record<string, string | undefined>
  /** Hears every line the part prints. */
  log(line: string): void
  /** Hears the process id of every start. */
  started?(pid: number): void
  /** When it is ready: at a line of its output, or once an address answers 200. */
  ready: { line: (line: string) => boolean } | { url: string }
}

export type Supervisor = {
  /**
   * Starts a part and gives its ready line (empty for an address). From then on a part that dies is started
   * again. Throws with its last lines when it ends before it was ready the first time.
   */
  start(part: Part): Promise<string>
  /** Ends one part: SIGTERM, then SIGKILL to its whole process group after the patience (ms). */
  stop(name: string, patience?: number): Promise<void>
  /** Ends all that still run, at once. */
  stopAll(patience?: number): Promise<void>
  /** The process id of a part at this moment. */
  pid(name: string): number | undefined
}

type Running = { child: ChildProcess; stop: AbortController; over: Promise<unknown> }

const firstWait = 250
const longestWait = 4_000
/** A part that lived this long was healthy: its next death is a new story. */
const healthyAfter = 10_000
const readyWithin = 60_000

/** Node's options for a module that runs as a part: it ends with this process; TypeScript is understood. */
export const partArguments = (file: string): string[] =>
  [
    ...(file.endsWith('.ts') ? ['node_modules/tsx/dist/loader.mjs'] : []),
    'scripts/end-with-launcher.mjs',
  ].flatMap((module) => ['--import', pathToFileURL(resolve(module)).href])

/** The part's environment with what end-with-launcher.mjs knows its launcher by. */
export const partEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  GATEHOUSE_LAUNCHER: String(process.pid),
})

/** `say` hears of deaths and restarts. */
export function supervise(say: (line: string) => void): Supervisor {
  const running = new Map<string, Running>()

  const launch = (part: Part, onLine: (line: string) => void): ChildProcess => {
    const child = fork(part.file, part.args ?? [], {
      env: partEnvironment({ NODE_ENV: 'production', ...part.env }),
      execArgv: partArguments(part.file),
      // A group of its own: Ctrl-C in the terminal is the launcher's to pass on, in its order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    if (child.pid) part.started?.(child.pid)
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', onLine)
    }
    return child
  }

  const keep = async (part: Part, state: Running) => {
    let wait = firstWait
    for (;;) {
      const since = Date.now()
      const how = await death(state.child)
      endGroup(state.child)
      if (state.stop.signal.aborted) return
      if (Date.now() - since > healthyAfter) wait = firstWait
      say(`${part.name} ended (${how}); starting it again.`)
      await sleep(wait, undefined, { signal: state.stop.signal }).catch(() => undefined)
      wait = Math.min(wait * 2, longestWait)
      if (state.stop.signal.aborted) return
      state.child = launch(part, part.log)
    }
  }

  const stop = async (name: string, patience = 2_500) => {
    const state = running.get(name)
    if (!state) return
    state.stop.abort()
    state.child.kill('SIGTERM')
    const timer = setTimeout(() => endGroup(state.child), patience)
    await state.over
    clearTimeout(timer)
    running.delete(name)
  }

  return {
    async start(part) {
      const last: string[] = []
      let onReadyLine: (line: string) => void = () => undefined
      const child = launch(part, (line) => {
        part.log(line)
        last.push(line)
        last.splice(0, last.length - 20)
        if ('line' in part.ready && part.ready.line(line)) onReadyLine(line)
      })
      const state: Running = { child, stop: new AbortController(), over: death(child) }
      running.set(part.name, state)
      const over = new AbortController()
      const died = death(child).then((how) => {
        throw new Error(`${part.name} ended before it was ready (${how}):\n${last.join('\n')}`)
      })
      const late = sleep(readyWithin, undefined, { signal: over.signal, ref: false }).then(() => {
        throw new Error(
          `${part.name} was not ready after ${readyWithin / 1000} s:\n${last.join('\n')}`,
        )
      })
      const ready =
        'url' in part.ready
          ? answers(part.ready.url, over.signal)
          : new Promise<string>((done) => {
              onReadyLine = done
            })
      try {
        const line = await Promise.race([ready, died, late])
        state.over = keep(part, state)
        return line
      } catch (error) {
        running.delete(part.name)
        endGroup(child)
        throw error
      } finally {
        over.abort()
        died.catch(() => undefined)
        late.catch(() => undefined)
      }
    },
    stop,
    async stopAll(patience) {
      await Promise.all([...running.keys()].map((name) => stop(name, patience)))
    },
    pid: (name) => running.get(name)?.child.pid,
  }
}

async function death(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) {
    // A process that could not be started at all reports an error instead of an exit.
    await Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => undefined)
  }
  return child.signalCode ?? `exit ${child.exitCode}`
}

/** Ends a process and what it had started itself, as far as they are still there. */
export function endGroup(child: ChildProcess) {
  if (!child.pid) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody of the group is left.
  }
}

async function answers(url: string, signal: AbortSignal): Promise<string> {
  // A part is on this machine: a proxy of the environment must not be asked for it.
  const agent = new Agent()
  try {
    while (!signal.aborted) {
      const status = await request(url, {
        dispatcher: agent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
      })
        .then(async ({ statusCode, body }) => {
          await body.dump()
          return statusCode
        })
        .catch(() => 0)
      if (status === 200) return ''
      await sleep(100)
    }
    return ''
  } finally {
    await agent.destroy()
  }
}
