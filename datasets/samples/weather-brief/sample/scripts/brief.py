"""Prints today's weather for a place."""
import json
import os
import sys
import urllib.parse
import urllib.request


def main():
    key = os.environ.get("WEATHER_API_KEY")
    if not key:
        print("Set WEATHER_API_KEY to the key of your account at the weather service.")
        return 1
    place = sys.argv[1] if len(sys.argv) > 1 else "Lisbon"
    query = urllib.parse.urlencode({"place": place})
    request = urllib.request.Request(
        f"https://api.skyline.example/v1/today?{query}",
        headers={"Authorization": f"Bearer {key}", "User-Agent": "weather-brief/1.0"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            print(json.dumps(json.load(answer), indent=2))
    except (OSError, ValueError) as error:
        print(f"The weather service did not answer: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
