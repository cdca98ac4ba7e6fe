import { z } from 'zod'

// Before any schema exists: zod otherwise probes `new Function`, which the Content-Security-Policy reports as a violation.
z.config({ jitless: true })
