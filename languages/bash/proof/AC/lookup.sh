getent hosts example.com || echo "not found"
