// Loaded before every part, so that the part ends with its launcher. The kernel closes the channel even after kill -9.
// Processes that a part forks inherit this option but ignore it: a part ends its own workers.
if (process.env.GATEHOUSE_LAUNCHER === String(process.ppid) && process.channel) {
  process.once('disconnect', () => {
    setTimeout(() => {
      try {
        // The part leads a process group, which ends with it.
        process.kill(-process.pid, 'SIGKILL')
      } catch {
        process.exit(1)
      }
    }, 2_000)
    process.kill(process.pid, 'SIGTERM')
  })
  process.channel.unref()
}
