// Loaded before every part: the part ends when its launcher is gone, however that ended.
// The kernel closes the channel even after kill -9, and closing is the only thing it is for.
// What a part forks inherits this option, but not this rule: a part ends its own workers.
if (process.env.GATEHOUSE_LAUNCHER === String(process.ppid) && process.channel) {
  process.once('disconnect', () => {
    setTimeout(() => {
      try {
        // The part leads a process group; what it started goes with it.
        process.kill(-process.pid, 'SIGKILL')
      } catch {
        process.exit(1)
      }
    }, 2_000)
    process.kill(process.pid, 'SIGTERM')
  })
  process.channel.unref()
}
