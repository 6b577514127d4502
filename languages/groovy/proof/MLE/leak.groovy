def blocks = []
while (true) {
    def block = new byte[1 << 20]
    Arrays.fill(block, (byte) 1)
    blocks << block
}
