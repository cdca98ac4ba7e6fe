/** Shared by all commands: a message instead of a stack trace, and an orderly shutdown. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isWriteToDeadConnection } from '@/lib/server/database'

/** Registers something to close when the command ends. The last one is closed first. */
export type OnStop = (close: () => unknown) => void

/** A shell's exit code for Ctrl-C. */
const interrupted = 130

type Closing = { closers: Array<() => unknown>; ending?: Promise<void> }

/**
 * Runs a command. `work` returns an exit code, or nothing to stay up until SIGINT or SIGTERM.
 * An Error prints its message and ends the command with 1. The command also ends when its parent (bootstrap.mjs) is
 * killed.
 */
export async function command(work: (onStop: OnStop) => Promise<number | undefined>) {
  const closing: Closing = { closers: [] }
  const onStop: OnStop = (close) => {
    closing.closers.push(close)
    // It became ready while the command was ending.
    if (closing.ending) throw new Error('Stopped while starting.')
  }
  let working: Promise<unknown> = Promise.resolve()
  const end = (code: number) => {
    closing.ending ??= (async () => {
      await closeAll(closing)
      // Parts that are still starting register themselves, stop, and are closed too.
      await Promise.race([working, sleep(6_000)])
      await closeAll(closing)
      process.exit(code)
    })()
    return closing.ending
  }

  // Parts must be ended even if the terminal is closed.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  process.on('uncaughtException', (error) => {
    // The console's server continues after this error too.
    if (isWriteToDeadConnection(error)) return
    console.error(error)
    void end(1)
  })
  let isUp = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Stopping a server is a success. Stopping a check is not.
    process.on(signal, () => end(isUp ? 0 : interrupted))
  }
  process.on('disconnect', () => end(1))
  process.channel?.unref()

  const run = work(onStop)
  working = run.catch(() => undefined)
  try {
    const code = await run
    if (code === undefined) isUp = true
    else await end(code)
  } catch (error) {
    if (!closing.ending) console.error(error instanceof Error ? error.message : error)
    await end(1)
  }
}

async function closeAll(closing: Closing) {
  for (let close = closing.closers.pop(); close; close = closing.closers.pop()) {
    try {
      await close()
    } catch (error) {
      console.error(error)
    }
  }
}
