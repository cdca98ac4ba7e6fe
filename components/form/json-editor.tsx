'use client'
import { json } from '@codemirror/lang-json'
import { CodeEditor, type CodeEditorProps } from './code-editor'

const language = json()

/** The editor of a JsonField, loaded when a form has one. */
export default function JsonEditor(props: CodeEditorProps) {
  return <CodeEditor {...props} language={language} />
}
