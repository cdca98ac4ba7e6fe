/** npm run docs: updates the generated tables. A guard fails when one is out of date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { documents, withTables } from './docs-tables'

for (const path of documents) writeFileSync(path, withTables(readFileSync(path, 'utf8')))
console.log(`The tables in ${documents.join(' and ')} are up to date.`)
