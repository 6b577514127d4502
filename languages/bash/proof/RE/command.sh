set -e
no_such_command
