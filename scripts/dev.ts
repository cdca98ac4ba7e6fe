/** npm run dev: the demo with hot reload. */
import { command } from './command'
import { demoPorts, startDemo } from './demo-stack'

await command(async (onStop) => {
  const demo = await startDemo({
    ports: await demoPorts(),
    say: console.log,
    onStop,
    hotReload: true,
    logFor: (name) => (line) => console.log(`${name.padEnd(13)} | ${line}`),
  })
  console.log(`Mail, webhooks and Slack messages that Gatehouse sent: ${demo.inbox}`)
  console.log(`Gatehouse is ready: ${demo.url}`)
  return undefined
})
