"""The environment's locale has a point, not a comma, whatever the host's has; text is UTF-8."""
import locale
import sys
import time

locale.setlocale(locale.LC_ALL, "")
for word in sys.stdin.read().split():
    try:
        print(locale.atof(word), float(word))
    except ValueError:
        print("not a number")
print(locale.format_string("%.1f", 1234.5, grouping=True), time.localtime(0).tm_hour, time.tzname[0])
print("Größe €", sys.stdout.encoding.lower(), sys.getfilesystemencoding())
