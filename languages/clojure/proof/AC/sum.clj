(let [n (Integer/parseInt (read-line))
      numbers (map #(Long/parseLong %) (take n (.split (read-line) " ")))]
  (println (reduce + numbers)))
