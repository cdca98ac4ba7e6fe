import { startLoops } from '../loops'

// A console without pages, to be killed: the environment says which database, configuration and sandbox it uses.
startLoops()
process.send?.('started')
process.on('disconnect', () => process.exit())
