import * as zod from 'zod/v4'
import './ipaddr-now'
import { jsonGrammar } from '@/lib/format/json-grammar'
import { provide } from './zod-real'

// zod otherwise probes `new Function`, which the Content-Security-Policy reports as a violation.
zod.config({ jitless: true })
provide({ zod, grammar: jsonGrammar() })
