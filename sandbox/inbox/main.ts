import { startSandboxInbox } from './server'

const inbox = await startSandboxInbox({
  port: Number(process.env.SANDBOX_INBOX_PORT ?? 4012),
  smtpPort: Number(process.env.SANDBOX_SMTP_PORT ?? 4013),
  secrets: (process.env.SANDBOX_HOOK_SECRETS ?? '').split(',').filter(Boolean),
})

console.log(
  JSON.stringify({
    ready: 'sandbox-inbox',
    origin: inbox.origin,
    hookUrl: inbox.hookUrl,
    smtp: inbox.smtp,
    slackUrl: inbox.slackUrl,
  }),
)

const stop = () => void inbox.close().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
