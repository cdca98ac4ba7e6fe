import { config } from 'zod/v4/core'

// Before any schema exists: zod otherwise probes `new Function`, which the Content-Security-Policy reports as a violation.
// From the core alone, so that pages without any schema stay without zod.
config({ jitless: true })
