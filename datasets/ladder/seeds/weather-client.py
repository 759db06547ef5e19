import os
import requests

key = os.environ.get("WEATHER_API_KEY")
answer = requests.get("https://api.weather.example/v1/today", params={"key": key})
print(answer.json())
