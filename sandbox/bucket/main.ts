import { startSandboxBucket } from './server'

const bucket = await startSandboxBucket({
  port: Number(process.env.SANDBOX_BUCKET_PORT ?? 4014),
  folder: process.env.SANDBOX_BUCKET_DATA,
})

console.log(JSON.stringify({ ready: 'sandbox-bucket', origin: bucket.origin }))

const stop = () => void bucket.close().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
