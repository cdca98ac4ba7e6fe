'use client'
import { StreamLanguage } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { CodeEditor, type CodeEditorProps } from '../form/code-editor'

const keyword = /^(?:permit|forbid|when|unless|if|then|else|in|is|has|like)\b/
const literal = /^(?:true|false)\b/
const variable = /^(?:principal|action|resource|context)\b/

/** Colors only. The server checks the text. */
const language = StreamLanguage.define<null>({
  name: 'cedar',
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match('//')) {
      stream.skipToEnd()
      return 'comment'
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string'
    if (stream.match(keyword)) return 'keyword'
    if (stream.match(literal)) return 'bool'
    if (stream.match(variable)) return 'propertyName'
    if (stream.match(/^\d+\b/)) return 'number'
    if (!stream.match(/^\w+/)) stream.next()
    return null
  },
  languageData: {
    commentTokens: { line: '//' },
    closeBrackets: { brackets: ['(', '[', '{', '"'] },
  },
})

// Cedar is often written on one line.
const cedar = [language, EditorView.lineWrapping]

/** The editor of a Cedar policy, loaded when a form has one. */
export default function CedarEditor(props: CodeEditorProps) {
  return <CodeEditor {...props} language={cedar} />
}
