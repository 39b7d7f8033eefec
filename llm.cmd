@echo off
rem The command line of the book on Windows: finds a JDK, builds what changed, runs the command.
rem Does what the script `llm` does elsewhere.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "ARGUMENTS=%ROOT%\.cache\launch\java.args"
set "LOG=%ROOT%\.cache\build.log"

set "JDK="
call :try_jdk "%JAVA_HOME%"
call :try_jdk "%JAVA25_HOME%"
for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :try_jdk "%%~dp$PATH:J.."
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*") do call :try_jdk "%%~D"
if not defined JDK (
    echo The book needs a JDK 25, and none was found. Install one from https://adoptium.net>&2
    echo ^(winget install EclipseAdoptium.Temurin.25.JDK^), or set JAVA_HOME to the folder of one.>&2
    exit /b 1
)

rem Our kernels split the work themselves: other thread pools must not spin beside them.
set "OPENBLAS_NUM_THREADS=1"
set "OMP_WAIT_POLICY=passive"

if /i "%~1"=="test" if not "%~2"=="--help" if not "%~2"=="-h" goto :test
call :needs_build
if errorlevel 1 (
    call :build
    if errorlevel 1 exit /b 1
)
rem Room for options of the user that ours would contradict.
set "OWN="
if defined LLM_JAVA_OPTS (
    echo "%LLM_JAVA_OPTS%" | findstr /c:"-Xmx" /c:"MaxHeapSize" >nul && set "OWN=-Xms8m -Xlog:gc+ergo=off"
)
if defined LLM_JAVA_OPTS (
    echo "%LLM_JAVA_OPTS%" | findstr /r /c:"-XX:+Use.*GC" >nul && set "OWN=%OWN% -XX:-UseSerialGC"
)
"%JDK%\bin\java" "@%ARGUMENTS%" %OWN% %LLM_JAVA_OPTS% llm.tools.Llm %*
exit /b %ERRORLEVEL%

:test
call :require_maven
if errorlevel 1 exit /b 1
set "JAVA_HOME=%JDK%"
rem Everything after the word test goes to Maven.
for /f "tokens=1*" %%A in ("%*") do set "REST=%%B"
pushd "%ROOT%"
call mvn -B -ntp --fail-at-end verify %REST%
set "CODE=%ERRORLEVEL%"
popd
if not "%CODE%"=="0" exit /b 1
exit /b 0

:try_jdk
if defined JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "usebackq tokens=2 delims==" %%V in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do for /f "tokens=1 delims=.-+" %%R in ("%%~V") do if %%R GEQ 25 set "JDK=%~1"
exit /b 0

rem Exit code 1 when a source or a pom is newer than the last build, or the project has moved.
:needs_build
if not exist "%ARGUMENTS%" exit /b 1
set /p BUILT=<"%ARGUMENTS%"
if not "%BUILT%"=="# %ROOT%" exit /b 1
powershell -NoProfile -Command "$built = (Get-Item -LiteralPath $env:ARGUMENTS).LastWriteTime; $newer = Get-ChildItem -LiteralPath $env:ROOT -Recurse -File -Include pom.xml,*.java,*.properties,*.json,*.txt | Where-Object { $_.FullName -notmatch '\\(target|\.cache|test|exercises)\\' -and $_.LastWriteTime -gt $built } | Select-Object -First 1; if ($newer) { exit 1 } else { exit 0 }"
exit /b %ERRORLEVEL%

:require_maven
where mvn >nul 2>nul
if not errorlevel 1 exit /b 0
echo The book is built by Maven, and there is no mvn on the PATH. Install it: scoop install maven,>&2
echo or https://maven.apache.org/install.html>&2
exit /b 1

:build
call :require_maven
if errorlevel 1 exit /b 1
if not exist "%ROOT%\.cache\launch" mkdir "%ROOT%\.cache\launch"
echo Building the book ...>&2
set "JAVA_HOME=%JDK%"
pushd "%ROOT%"
call mvn -B -ntp -DskipTests -pl appendix/a-tools -am package >"%LOG%" 2>&1
set "CODE=%ERRORLEVEL%"
popd
if not "%CODE%"=="0" (
    findstr /b /c:"[ERROR]" "%LOG%" >&2
    echo The build failed. All of Maven's output: %LOG%>&2
    exit /b 1
)
"%JDK%\bin\java" -cp "%ROOT%\appendix\a-tools\target\classes" llm.tools.LaunchFiles "%ROOT%"
if errorlevel 1 exit /b 1
exit /b 0
