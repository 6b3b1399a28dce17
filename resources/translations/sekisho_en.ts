<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>ErrorText</name>
        <message numerus="yes">
            <source>%1 (The server suggests waiting %n second(s).)</source>
            <translation>
                <numerusform>%1 (The server suggests waiting %n second.)</numerusform>
                <numerusform>%1 (The server suggests waiting %n seconds.)</numerusform>
            </translation>
        </message>
    </context>
</TS>
