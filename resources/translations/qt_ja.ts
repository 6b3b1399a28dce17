<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
<context>
    <name>QLineEdit</name>
    <message><source>&amp;Undo</source><translation>元に戻す(&amp;U)</translation></message>
    <message><source>&amp;Redo</source><translation>やり直す(&amp;R)</translation></message>
    <message><source>Cu&amp;t</source><translation>切り取り(&amp;T)</translation></message>
    <message><source>&amp;Copy</source><translation>コピー(&amp;C)</translation></message>
    <message><source>&amp;Paste</source><translation>貼り付け(&amp;P)</translation></message>
    <message><source>Delete</source><translation>削除</translation></message>
    <message><source>Select All</source><translation>すべて選択</translation></message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message><source>&amp;Undo</source><translation>元に戻す(&amp;U)</translation></message>
    <message><source>&amp;Redo</source><translation>やり直す(&amp;R)</translation></message>
    <message><source>Cu&amp;t</source><translation>切り取り(&amp;T)</translation></message>
    <message><source>&amp;Copy</source><translation>コピー(&amp;C)</translation></message>
    <message><source>Copy &amp;Link Location</source><translation>リンクの場所をコピー(&amp;L)</translation></message>
    <message><source>&amp;Paste</source><translation>貼り付け(&amp;P)</translation></message>
    <message><source>Delete</source><translation>削除</translation></message>
    <message><source>Select All</source><translation>すべて選択</translation></message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message><source>OK</source><translation>OK</translation></message>
    <message><source>Cancel</source><translation>キャンセル</translation></message>
    <message><source>&amp;Yes</source><translation>はい(&amp;Y)</translation></message>
    <message><source>&amp;No</source><translation>いいえ(&amp;N)</translation></message>
    <message><source>Close</source><translation>閉じる</translation></message>
</context>
</TS>
