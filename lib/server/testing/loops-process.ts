import { startLoops } from '../loops'

// A console without pages, for tests that kill it. The environment sets its database, configuration and sandbox.
startLoops()
process.send?.('started')
process.on('disconnect', () => process.exit())
