/** npm run demo: everything on this machine. */
import { personas } from '@/sandbox/idp/personas'
import { command } from './command'
import { demoPorts, startDemo } from './demo-stack'
import { tryLines } from './try-lines'

await command(async (onStop) => {
  const consoles = Number(process.env.GATEHOUSE_CONSOLES || 1)
  if (!Number.isInteger(consoles) || consoles < 1 || consoles > 9)
    throw new Error('GATEHOUSE_CONSOLES must be a whole number from 1 to 9.')
  const demo = await startDemo({ ports: await demoPorts(), say: console.log, onStop, consoles })
  console.log(
    `\nSandbox Atlas: ${demo.atlas}   identity provider: ${demo.issuer}   bucket for checkpoints: ${demo.bucket}\nData and logs: ${demo.data}`,
  )
  console.log(`Mail, webhooks and Slack messages that Gatehouse sent: ${demo.inbox}`)
  console.log('\nPeople you can sign in as, with a button each and no password:')
  for (const { name, displayName, may } of personas) {
    console.log(`  ${name.padEnd(11)} ${displayName.padEnd(16)} ${may}`)
  }
  console.log('\nMachines, for the client credentials of a program:')
  for (const { name, clientId, secret } of demo.machines)
    console.log(`  ${name.padEnd(18)} ${clientId} ${secret}`)
  const [machine] = demo.machines
  if (machine) console.log(`\n${tryLines(demo.gateway, machine).join('\n')}`)
  console.log(
    `\nGatehouse is ready: ${demo.url}\nOpen this address and sign in as requester. README.md has a short tour. Ctrl-C stops everything.`,
  )
  return undefined
})
