import { startLoops } from '../loops'
import { startConsole } from '../start'

// The loops, or a console without pages, for tests that end it. The environment sets its database, configuration and sandbox.
if (process.argv[2] === 'console') await startConsole()
else startLoops()
process.send?.('started')
process.on('disconnect', () => process.exit())
