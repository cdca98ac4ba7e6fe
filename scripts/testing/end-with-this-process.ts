import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Ends the PostgreSQL of `cluster` and removes `folder` as soon as this process is gone, even when it was killed:
 * a test run must leave nothing behind, and nobody would ever take its server over. Gives a function that does it now.
 */
export function endWithThisProcess(cluster: string, folder: string): () => Promise<void> {
  // `read` returns when the pipe closes, which the kernel does whatever way this process ends.
  const script = `read -r _
    pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) && kill -INT "$pid" && sleep 1
    rm -rf "$2"`
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', cluster, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  watcher.unref()
  return async () => {
    watcher.ref()
    const gone = once(watcher, 'exit')
    watcher.stdin?.end()
    await gone
  }
}
