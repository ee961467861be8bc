@echo off
echo The netrarium command is a shell script for Linux and macOS; on Windows run it in WSL. 1>&2
echo Netrarium's libraries themselves run on Windows: build them with mvnw.cmd. 1>&2
exit /b 1
