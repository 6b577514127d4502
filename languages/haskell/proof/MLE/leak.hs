import qualified Data.Map.Strict as Map

main :: IO ()
main = print (Map.size (grow Map.empty 0))

grow :: Map.Map Integer Integer -> Integer -> Map.Map Integer Integer
grow m n = if n < 0 then m else grow (Map.insert n n m) (n + 1)
