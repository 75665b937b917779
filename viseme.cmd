@echo off
rem Starts Viseme Studio from its source tree: finds a JDK, builds what is stale, runs java.
rem VISEME_JAVA_OPTIONS adds options for the JVM.
setlocal EnableExtensions EnableDelayedExpansion
set "HOME_DIR=%~dp0"
set "TARGET=%HOME_DIR%target"

set "JDK="
for /f "delims=" %%J in ('where java 2^>nul') do call :consider "%%~dpJ.."
for /d %%J in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\jdk*" "%USERPROFILE%\.jdks\*") do call :consider "%%~J"
if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined JDK (
  echo viseme: JDK 25 was not found in JAVA_HOME, on the PATH or in the usual folders: install a JDK 25 ^(for example Eclipse Temurin^) or point JAVA_HOME at one 1>&2
  exit /b 70
)

powershell -NoProfile -Command "$s='%TARGET%\launcher.stamp'; if(-not(Test-Path $s)){exit 1}; $t=(Get-Item $s).LastWriteTime; $n=Get-ChildItem -Recurse -Path '%HOME_DIR%pom.xml','%HOME_DIR%src\main','%HOME_DIR%src\build','%HOME_DIR%shaders' | Where-Object {$_.LastWriteTime -gt $t} | Select-Object -First 1; if($n){exit 1}"
if errorlevel 1 (
  where mvn >nul 2>nul || (echo viseme: Maven was not found: install it and put it on the PATH 1>&2 & exit /b 70)
  if not exist "%TARGET%" mkdir "%TARGET%"
  set "JAVA25_HOME=!JDK!"
  call mvn -f "%HOME_DIR%pom.xml" -q -B compile 1>&2 || (echo viseme: the build failed, see above 1>&2 & exit /b 70)
  type nul > "%TARGET%\launcher.stamp"
)

set "COMMIT="
for /f "delims=" %%C in ('git -C "%HOME_DIR%." rev-parse HEAD 2^>nul') do set "COMMIT=%%C"
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
for /f "usebackq delims=" %%C in ("%TARGET%\runtime-class-path.txt") do set "CLASS_PATH=%%C"
"%JDK%\bin\java" -Xmx2g -XX:+UseSerialGC --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dorg.bytedeco.javacpp.platform.extension=-onednn-avx2 -Dviseme.commit=%COMMIT% %VISEME_JAVA_OPTIONS% -cp "%TARGET%\classes;%CLASS_PATH%" studio.viseme.Main %*
exit /b %errorlevel%

rem Takes a folder as the JDK if its release file says 25 or newer.
:consider
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "VERSION=%%~V"
for /f "delims=." %%V in ("!VERSION!") do if %%V GEQ 25 set "JDK=%~1"
exit /b 0
