import { RandomSequencer } from 'vitest/node'
import base from './vitest.config'
export default { ...base, test: { ...base.test, sequence: { sequencer: RandomSequencer, shuffle: { files: true, tests: true }, seed: 20261129 } } }
