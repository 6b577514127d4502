(loop [blocks []] (recur (conj blocks (byte-array (bit-shift-left 1 20) (byte 1)))))
