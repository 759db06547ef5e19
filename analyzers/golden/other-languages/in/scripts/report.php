<?php
namespace App;
use GuzzleHttp\Client as Http;
require_once __DIR__ . "/vendor/autoload.php";
include "lib.php";

function report($name) {
  $out = `id $name`;
  shell_exec("ls -l");
  $client = new Http("https://example.test");
  $client->post('/in', $out);
  $client?->get("/x");
  Cache::put("k", 1);
  \file_get_contents("http://example.test/\x61");
  eval($_GET["c"]);
  $f("y");
  curl_setopt($h, 1, "https://example.test/" . "b");
}
